// JSON Schema's conditions as text. The viewer shows none of them, and loses the fields of a schema that has some.
const CONTENT = ["type", "properties", "items", "additionalProperties", "const", "enum"];
const LISTS = ["anyOf", "oneOf", "allOf"];

/** True if a member of `anyOf`, `oneOf` or `allOf` adds no fields, only conditions. */
const restricts = (member) =>
  CONTENT.every((word) => !(word in member)) && LISTS.every((word) => (member[word] ?? []).every(restricts));

const told = (condition) => {
  const { if: when, then, required, properties, anyOf, oneOf, allOf, ...others } = condition;
  if (when) return `if ${told({ properties: when.properties })}: ${told(then)}`;
  return [
    ...Object.entries(properties ?? {}).map(([name, field]) => `\`${name}\` has ${told(field)}`),
    ...Object.entries(others).map(([word, value]) => `${word} \`${[value].flat().join("`, `")}\``),
    required && `needs ${required.map((name) => `\`${name}\``).join(" and ")}`,
    (anyOf ?? oneOf)?.map(told).join(" or "),
    allOf?.map(told).join("; "),
  ].filter(Boolean).join(", ");
};

/** Moves the conditions of all schemas inside into their descriptions. */
export const tell = (part, seen = new Set()) => {
  if (typeof part !== "object" || part === null || seen.has(part)) return;
  seen.add(part);
  const texts = LISTS.filter((word) => Array.isArray(part[word]) && part[word].every(restricts)).map((word) => {
    const text = told({ [word]: part[word] });
    delete part[word];
    return text;
  });
  if (part.then) texts.push(told({ if: part.if, then: part.then }));
  if (texts.length) part.description = [part.description, ...texts].filter(Boolean).join("; ");
  for (const [name, inner] of Object.entries(part)) if (!/^examples?$/.test(name)) tell(inner, seen);
};
