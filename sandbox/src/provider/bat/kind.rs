//! The message types of the SMSBAT API.

/// Value of the field `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sms,
    ViberPromo,
    ViberTrans,
    ViberCarousel,
    ViberSurvey,
    ViberOtp,
    Rcs,
    FlashCall,
    /// The generic type of the overview page.
    Viber,
    /// A type that is not documented (D43); only the setting `strictness` admits it.
    Other,
}

impl Kind {
    pub(crate) const ALL: [Self; 9] = [
        Self::Sms,
        Self::ViberPromo,
        Self::ViberTrans,
        Self::ViberCarousel,
        Self::ViberSurvey,
        Self::ViberOtp,
        Self::Rcs,
        Self::FlashCall,
        Self::Viber,
    ];

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == word)
    }

    /// The word on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::ViberPromo => "viber_promo",
            Self::ViberTrans => "viber_trans",
            Self::ViberCarousel => "viber_carousel",
            Self::ViberSurvey => "viber_survey",
            Self::ViberOtp => "viber_otp",
            Self::Rcs => "rcs",
            Self::FlashCall => "flashcall",
            Self::Viber => "viber",
            Self::Other => "other",
        }
    }

    /// The channel, as `extendedStatuses` names it.
    pub(crate) fn channel(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Rcs => "rcs",
            Self::FlashCall => "flashcall",
            Self::Other => "other",
            _ => "viber",
        }
    }
}
