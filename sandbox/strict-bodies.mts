/** Makes the contract's request bodies as strict as the documents: they list their fields, and what is required is not null. */

interface Schema {
	properties?: Record<string, Schema>;
	required?: readonly string[];
	items?: Schema;
	additionalProperties?: boolean | Schema;
	oneOf?: readonly Schema[];
	anyOf?: readonly Schema[];
	allOf?: readonly Schema[];
	nullable?: boolean;
	enum?: readonly unknown[];
}

interface Definition {
	paths: Record<string, Record<string, { requestBody?: { content: Record<string, Body> } }>>;
}
interface Body {
	schema?: Schema;
}

/** Changes the schemas of a contract in place. */
export function makeBodiesStrict({ paths }: Definition): void {
	for (const operations of Object.values(paths)) {
		for (const { requestBody } of Object.values(operations)) {
			for (const { schema } of Object.values(requestBody?.content ?? {})) {
				if (schema) makeStrict(schema);
			}
		}
	}
}

function makeStrict(schema: Schema): void {
	const { properties, items, additionalProperties } = schema;
	// An object that lists its fields takes no others; so a misspelt field is found. A JSON schema has keywords besides.
	const isJsonSchema = properties !== undefined && 'contactlabProperties' in properties;
	if (properties && additionalProperties === undefined) schema.additionalProperties = isJsonSchema;
	for (const name of schema.required ?? []) {
		const required = properties?.[name];
		if (!required) continue;
		delete required.nullable;
		if (required.enum) required.enum = required.enum.filter((value) => value !== null);
	}
	const inner = [...Object.values(properties ?? {}), items, additionalProperties];
	const choices = [schema.oneOf, schema.anyOf, schema.allOf].flatMap((some) => some ?? []);
	for (const one of [...inner, ...choices]) if (typeof one === 'object') makeStrict(one);
}
