import type { PlainValues } from './data.ts'

/** Values by path as the command line and the address have them: in YAML. */
export type SetValues = { readonly [path: string]: string }

export function textsOf(values: PlainValues): SetValues {
  const texts = Object.entries(values).map(([path, value]) => [
    path,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return Object.fromEntries(texts) as SetValues
}
