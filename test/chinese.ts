/** What a text that should be Chinese still says in English. */

/** Runs of four English words or more; what stands in quotes, brackets of YAML or lists of names is no prose. */
export function englishIn(text: string): string[] {
  const prose = text
    .replace(/“[^”]*”|"[^"]*"|\{[^}]*\}|\[[^\]]*\]|`[^`]*`/g, '·')
    .replace(/(?:[\w.-]+[,、|] ?)+[\w.-]+/g, '·')
    .replace(/\S*[./_=-]\S*|\S*\d\S*/g, '·')
  return prose.match(/\b[A-Za-z’']+(?: [A-Za-z’']+){3,}/g) ?? []
}
