// The API's own description as a page, made of /api/v1/openapi.json.

import { get } from "./api.js";
import { $, h } from "./dom.js";

const type = (schema) => {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  if (schema.anyOf) return schema.anyOf.map(type).filter((one) => one !== "null").join(" or ");
  if (schema.type === "array") return `list of ${type(schema.items) || "values"}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(", ");
  return schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? "");
};

const row = (...cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell)));

const api = await get("openapi.json");
const parts = Object.entries(api.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, call]) => {
  const body = call.requestBody?.content["application/json"].schema;
  const answer = call.responses["200"]?.content?.["application/json"]?.schema;
  return h("section", {}, h("h2", {}, h("code", {}, `${method.toUpperCase()} ${path}`)), h("p", {}, call.description ?? ""),
    call.parameters?.length && h("table", {}, call.parameters.map((one) => row(h("code", {}, one.name), one.required ? "needed" : "", type(one.schema), one.description ?? ""))),
    body && h("p", {}, "Sent: ", h("code", {}, type(body))), h("p", {}, "Answered: ", h("code", {}, type(answer) || "JSON")),
    method === "get" && !path.includes("{") && !call.parameters?.some((one) => one.required) && h("p", {}, h("a", { href: path }, "try it")));
}));
const schemas = Object.entries(api.components?.schemas ?? {}).filter(([name]) => !/Validation/.test(name)).map(([name, schema]) => h("section", {}, h("h2", { id: name }, name), h("p", {}, schema.description ?? ""),
  h("table", {}, Object.entries(schema.properties ?? {}).map(([field, one]) => row(h("code", {}, field), schema.required?.includes(field) ? "needed" : "", type(one), one.description ?? "")))));
$("docs").append(h("p", {}, api.info.description, " ", h("a", { href: "/api/v1/openapi.json" }, "OpenAPI")), h("p", {}, "Every error has one shape: ", h("code", {}, '{"error": {"status", "sentence", "faults"}}'), ". Answers have ETags."), ...parts, ...schemas);
