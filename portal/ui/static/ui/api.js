// Shows the OpenAPI description with Swagger UI; the description itself is linked on the page.
const place = document.querySelector("[data-openapi]");
SwaggerUIBundle({ url: place.dataset.openapi, domNode: place, deepLinking: true, tryItOutEnabled: false });
