// An API's description with a form for each call. Calls go to this sandbox, whatever hosts the description names.
const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", paint);
paint();

const here = () => ({
  statePlugins: {
    spec: {
      wrapActions: {
        updateJsonSpec: (update) => (document) => {
          const own = { ...document, servers: [{ url: location.origin, description: "this sandbox" }] };
          own.paths = Object.fromEntries(Object.entries(document.paths ?? {}).map(([path, { servers, ...item }]) => [path, item]));
          return update(own);
        },
      },
    },
  },
});

const of = new URLSearchParams(location.search).get("of") === "sandbox" ? "sandbox" : "provider";
document.getElementById(of).setAttribute("aria-current", "page");
window.ui = window.SwaggerUIBundle({
  url: of === "sandbox" ? "/_page/sandbox.yaml" : "/_page/provider.yaml",
  dom_id: "#viewer",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null,
  plugins: [here],
  // The test credentials, so that the first call works.
  onComplete: () => {
    for (const name of ["ApiKeyHeader", "ChatHubKeyHeader", "TsmsBearer"]) window.ui.preauthorizeApiKey(name, "test-key");
    window.ui.preauthorizeBasic("BasicLogin", "test", "test-password");
  },
  requestInterceptor: (request) => {
    const url = new URL(request.url, location.origin);
    request.url = location.origin + url.pathname + url.search;
    // If an operation accepts a key or a login, the viewer sends both, and two accounts are refused.
    const { Authorization, ...headers } = request.headers;
    if (Authorization && headers["X-Authorization-Key"]) request.headers = headers;
    return request;
  },
});
