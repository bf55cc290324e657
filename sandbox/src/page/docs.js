// The description of an API with a form for each call. Calls go to this sandbox, whatever host the document names.
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
  requestInterceptor: (request) => {
    const url = new URL(request.url, location.origin);
    request.url = location.origin + url.pathname + url.search;
    return request;
  },
});
