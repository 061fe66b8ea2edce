/** The data that the page fetches beside its code. */
import type { Bilingual } from '../base/vocabulary.ts'

/** A scenario that can be shown. */
export interface ListedScenario {
  readonly name: string
  readonly title: Bilingual
  /** What the command line calls the scenario in which a command sets values. */
  readonly file: string
}

export interface ExplorerIndex {
  readonly version: string
  readonly start: string
  readonly scenarios: readonly ListedScenario[]
}

/** Values by path as JSON has them. */
export type PlainValues = { readonly [path: string]: unknown }

/** What is fetched of a scenario when it is chosen. */
export interface ScenarioStory {
  readonly question: Bilingual
  /** In what it differs from the baseline. */
  readonly values: PlainValues
  /** Of an experiment, with what each arm sets. */
  readonly arms: readonly { readonly name: string; readonly title: Bilingual; readonly set: PlainValues }[]
}
