import type { ScenarioFiles } from '../../src/scenarios/read-text.ts'

/** Files that exist only in a test. */
export function memoryFiles(files: { readonly [name: string]: string | Uint8Array }): ScenarioFiles {
  const bytes = (name: string): Uint8Array | undefined => {
    const content = Object.hasOwn(files, name) ? files[name] : undefined
    return typeof content === 'string' ? new TextEncoder().encode(content) : content
  }
  return {
    size: (name) => bytes(name)?.length,
    read: (name) => bytes(name)!,
  }
}
