// An API's description with a form for each call. Calls go to this sandbox, whatever hosts the description names.
import { tell } from "/_page/conditions.js";

const KEYS = ["ApiKeyHeader", "ChatHubKeyHeader", "TsmsBearer"];
// Parts that the viewer opens by a click only; the keyboard gets them, too.
const CLICKED = ".endpoint-head, .section-tag-header, .sticky-scroll-element, .nav-bar-path";

const of = new URLSearchParams(location.search).get("of") === "sandbox" ? "sandbox" : "provider";
document.getElementById(of).setAttribute("aria-current", "page");

// Our colors and sizes, inside every part of the viewer that has a shadow root.
const sheet = new CSSStyleSheet();
const parts = ["openapi-explorer", "api-response", "schema-tree", "schema-table", "syntax-highlighter", "json-tree"];
for (const part of parts) customElements.get(part).elementStyles.push(sheet);

// If an operation accepts a key or a login, the viewer sends and shows both, and two accounts are refused.
const request = customElements.get("api-request").prototype;
const { recomputeFetchOptions } = request;
request.recomputeFetchOptions = function () {
  const call = recomputeFetchOptions.call(this);
  const { headers } = call.fetchOptions;
  if (headers.has("X-Authorization-Key")) headers.delete("Authorization");
  return call;
};

const FORM = "application/x-www-form-urlencoded";
const prepare = (operation) => {
  operation.servers = [];
  // A field takes its first value from the default of its schema.
  operation.parameters = operation.parameters.map((parameter) => {
    const { required, example, schema } = parameter;
    return required && example !== undefined ? { ...parameter, schema: { ...schema, default: example } } : parameter;
  });
  // For a form, the viewer knows no other examples than those of the fields.
  const form = operation.requestBody?.content?.[FORM];
  const [example] = Object.values(form?.examples ?? {});
  for (const [name, value] of Object.entries(example?.value ?? {})) {
    form.schema.properties[name] = { ...form.schema.properties[name], example: value };
  }
};

const viewer = document.createElement("openapi-explorer");
viewer.updated = () => {
  for (const part of viewer.shadowRoot.querySelectorAll(CLICKED)) {
    part.tabIndex = 0;
    const isLink = part.matches(".nav-bar-path");
    part.role ??= isLink ? "link" : "button";
    if (!isLink) part.ariaExpanded = String(!part.closest(".collapsed"));
  }
  // Long text without a link scrolls, too.
  viewer.shadowRoot.querySelector("main")?.setAttribute("tabindex", "0");
};
const press = (event) => {
  const part = event.composedPath()[0];
  if (!["Enter", " "].includes(event.key) || !part.matches(CLICKED)) return;
  event.preventDefault();
  // Some of them know Enter.
  event.stopPropagation();
  part.click();
};
viewer.addEventListener("keydown", press, { capture: true });
viewer.addEventListener("spec-loaded", ({ detail }) => {
  tell([detail.tags, detail.components]);
  for (const { paths } of detail.tags) paths.forEach(prepare);
  for (const kind of detail.components) kind.expanded = false;
  viewer.hideAuthentication = detail.securitySchemes.length === 0;
  // The test credentials, so that the first call works.
  for (const { apiKeyId } of detail.securitySchemes) {
    if (KEYS.includes(apiKeyId)) viewer.setAuthenticationConfiguration(apiKeyId, { token: "test-key" });
    if (apiKeyId === "BasicLogin") viewer.setAuthenticationConfiguration(apiKeyId, { token: "test:test-password" });
  }
});
viewer.addEventListener("response", (event) => {
  // Eight spaces for each level do not fit on a phone.
  const answer = event.composedPath()[0];
  answer.responseText = answer.responseText.replace(/^(?: {8})+/gm, (indent) => " ".repeat(indent.length / 4));
});
const settings = {
  "default-schema-tab": "body",
  "hide-server-selection": "",
  "use-path-in-nav-bar": "",
  tree: "",
  "server-url": location.origin,
};
for (const [name, value] of Object.entries(settings)) viewer.setAttribute(name, value);
await sheet.replace(await (await fetch("/_page/docs.css")).text());
document.getElementById("viewer").append(viewer);
// Last: the viewer fails if the description is there before it is shown.
viewer.setAttribute("spec-url", `${location.origin}/_page/${of}.yaml`);
