/** Files that ship with the package; `src/node` and `dist/node` lie equally deep. */
import { fileURLToPath } from 'node:url'

export function packageFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}
