/** What is fetched once the first run is finished, or somebody touches the page: the first load does without it. */
import { type Signal, signal } from '@preact/signals'

export const later: Signal<typeof import('./panels.tsx') | null> = signal(null)

export async function fetchLater(): Promise<void> {
  later.value = await import('./panels.tsx')
}
