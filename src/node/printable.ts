/**
 * Text of others on a terminal and in a page. Control characters move the cursor, recolour or retitle a terminal;
 * direction controls make text read as something else than it is (CVE-2021-42574).
 */

/**
 * C0 and C1 controls but tab and line feed, line and paragraph separators, direction embeddings, overrides and
 * isolates, byte order marks, and halves of surrogate pairs.
 */
const HARMFUL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

export function codePointName(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** The first character of a text that no honest text has, as U+001B; null where there is none. */
export function harmfulIn(text: string): string | null {
  const found = text.match(HARMFUL)
  return found === null ? null : codePointName(found[0])
}

/** The same text with every harmful character as <U+001B>: readable, and without effect. */
export function printable(text: string): string {
  return text.replace(HARMFUL, (char) => `<${codePointName(char)}>`)
}

/** For a line of its own or a cell of a table. */
export function printableLine(text: string): string {
  return printable(text).replace(/[\t\n]/g, ' ')
}

/** Harmful characters as the replacement character: for HTML, where some of them are not allowed at all. */
export function withoutHarmful(text: string): string {
  return text.replace(HARMFUL, '\ufffd')
}

/** JSON text in which harmful characters stand as escapes: the same value, safe to print. */
export function escapedJson(json: string): string {
  return json.replace(HARMFUL, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
