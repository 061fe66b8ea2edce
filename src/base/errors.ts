/** Faults of a user's input. All of them are told at once, each with its place and what was expected. */

export interface Fault {
  /** The file as the user named it, or the option of the command line. */
  readonly file: string
  /** From 1; 0 where the fault has no place inside the file. Columns count UTF-16 units, as editors do. */
  readonly line: number
  readonly column: number
  /** Dotted path of the key, such as credit.coverage; '' for faults of the file itself. */
  readonly path: string
  readonly message: string
  /** '' where a part has nothing to say. */
  readonly found: string
  readonly expected: string
  readonly suggestion: string
  /** The line itself with a caret under the place. */
  readonly snippet: string
}

export class ScenarioError extends Error {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(formatFaults(faults))
    this.name = 'ScenarioError'
    this.faults = faults
  }
}

/** More faults than these help nobody at a terminal; --json tells them all. */
const SHOWN = 20

/** Faults as a person reads them, the first twenty, with a blank line between; ends without a line break. */
export function formatFaults(faults: readonly Fault[]): string {
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`
  const rest = faults.length - SHOWN
  const more = rest > 0 ? ` (${rest} more not shown; xiaojin check --json FILE tells all)` : ''
  return [...faults.slice(0, SHOWN).map(formatFault), `${count}${more}`].join('\n\n')
}

/** Warnings, each with its place. */
export function formatWarnings(warnings: readonly Fault[]): string {
  const rest = warnings.length - SHOWN
  const more = rest > 0 ? [`${rest} more warnings (xiaojin check --json FILE tells all)`] : []
  return [...warnings.slice(0, SHOWN).map((warning) => `Warning: ${formatFault(warning)}`), ...more].join('\n\n')
}

function formatFault(fault: Fault): string {
  const place = fault.line === 0 ? fault.file : `${fault.file}:${fault.line}:${fault.column}`
  const lines = [`${place}: ${fault.message}`]
  if (fault.snippet !== '') lines.push(fault.snippet)
  if (fault.found !== '') lines.push(`  found:    ${fault.found}`)
  if (fault.expected !== '') lines.push(`  expected: ${fault.expected}`)
  if (fault.suggestion !== '') lines.push(`  ${fault.suggestion}`)
  return lines.join('\n')
}
