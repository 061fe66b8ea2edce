/** What the plan of a study says: its types. Their file has the shape of plan-shape.ts. */
import type { Bilingual } from '../../base/vocabulary.ts'

/** Values of parameters by dotted path. */
export interface Settings {
  readonly [path: string]: unknown
}

/** Both ends count. */
export type Months = readonly [from: number, to: number]

/** An outcome as the pages show it. */
export interface StudyOutcome {
  /** Its name in the plan: the measure, unless the plan names one beside it. */
  readonly key: string
  /** Key of an outcome, or `series.` and that of a monthly measure for the mean of its reported months. */
  readonly of: string
  /** First and last month of that mean; null for all that are reported. */
  readonly months: Months | null
  /** Months whose mean is taken off. */
  readonly less: Months | null
  /** Smallest effect of interest, in the unit of the outcome; null where the plan names none. */
  readonly smallest: number | null
  /** A value times this is shown, with so many digits. */
  readonly scale: number
  readonly digits: number
  readonly name: Bilingual
  /** For sentences and charts. */
  readonly short: Bilingual
  /** Unit of a level. */
  readonly level: Bilingual
  /** Unit of a difference. */
  readonly unit: Bilingual
}

/** A way to run both arms of a contrast otherwise than they are. */
export interface Channel {
  readonly id: string
  readonly name: Bilingual
  readonly set: Settings
  /** What the settings cut, and what they leave or change beside it. */
  readonly cut: Bilingual
  readonly left: Bilingual
  /**
   * Another reading or value, and no mechanism that is switched off: the page names a verdict that is reversed under it.
   */
  readonly reading: boolean
}

export interface Contrast {
  readonly arm: string
  /** Null where the level of the arm itself is what is told, such as a change from one age to the next. */
  readonly against: string | null
  readonly key: string
  /** What the claim foretells of the difference. */
  readonly direction: 1 | -1
}

/** What must have moved before anything is judged: the variable that an arm is about. */
export interface Treatment extends Pick<Contrast, 'arm' | 'against' | 'key'> {
  /** Least difference, or level where `against` is null; below zero where it must have fallen. */
  readonly least: number
}

/** Draws of parameters that nobody has measured, by which it is seen whether an outcome can move. */
export interface Draws {
  /** A range for each. */
  readonly factors: { readonly [path: string]: readonly [low: number, high: number] }
  readonly points: number
}

export interface ClaimPlan {
  readonly id: string
  readonly claim: Bilingual
  /** As `extends` names one. */
  readonly scenario: string
  /** Arms of a scenario without an experiment. */
  readonly arms: readonly { readonly name: string; readonly title: Bilingual; readonly set: Settings }[]
  readonly treatment: readonly Treatment[]
  /** The verdict rests on these. */
  readonly contrasts: readonly Contrast[]
  /** Told beside them. */
  readonly also: readonly Contrast[]
  /** Ids of channels. */
  readonly channels: readonly string[]
}

export interface GridFactor {
  readonly path: string
  readonly name: Bilingual
  readonly values: readonly unknown[]
  /** Two of the values, between which effects are told. */
  readonly ends: readonly [unknown, unknown]
}

export interface GridReading {
  readonly name: Bilingual
  /** What the summary counts together. */
  readonly where: Bilingual
  /** Lines above a column of the picture. */
  readonly lines: readonly Bilingual[]
  readonly set: Settings
}

/** Two factors crossed, under each of the readings. */
export interface Grid {
  readonly scenario: string
  readonly title: Bilingual
  readonly about: Bilingual
  /** Of the picture. */
  readonly caption: Bilingual
  readonly rows: GridFactor
  readonly columns: GridFactor
  /** Heads of the effects: of the rows at either end of the columns, of the columns at either end of the rows. */
  readonly heads: readonly Bilingual[]
  readonly readings: readonly GridReading[]
  readonly outcomes: readonly string[]
  readonly drawn: readonly string[]
}

/** Levels of the plain market by the number of consumers, and effects held against the largest. */
export interface Sizes {
  readonly consumers: readonly number[]
  readonly replications: number
  readonly outcomes: readonly string[]
  readonly effects: readonly { readonly claim: string; readonly outcome: string }[]
  readonly effectReplications: number
}

/** Two values of a parameter, compared as they are and with each channel off. */
export interface Decomposition {
  readonly id: string
  readonly title: Bilingual
  readonly path: string
  readonly values: readonly [unknown, unknown]
  /** Of both arms. */
  readonly set: Settings
  readonly readings: readonly Channel[]
  /** What together must leave nothing of the effect, but for the outcomes `unmoved`. */
  readonly nothing: Channel
  readonly unmoved: readonly string[]
  /** Outcomes of the text, of its comparisons of readings, and of the picture. */
  readonly told: readonly string[]
  readonly compared: readonly string[]
  readonly drawn: readonly string[]
}

/** A mechanism that no channel switches off; on where the parameter has another value than `off`. */
export interface Unswitched {
  readonly id: string
  readonly name: Bilingual
  readonly path: string
  readonly off: unknown
}

export interface StudyPlan {
  readonly name: string
  readonly title: Bilingual
  /** Said under the title. */
  readonly note: Bilingual | null
  /** Scenario of arms that name no other, as `extends` names one. */
  readonly base: string
  /** Of every run. */
  readonly set: Settings
  /** Seeds in place of those that are made from the scenario's own. */
  readonly seeds: readonly number[] | null
  readonly replications: number
  /** Of contrasts with a channel off. */
  readonly channelReplications: number
  readonly outcomes: readonly StudyOutcome[]
  readonly channels: readonly Channel[]
  readonly draws: Draws | null
  readonly claims: readonly ClaimPlan[]
  /** What the picture of all verdicts is called; {count} stands for their number. */
  readonly subject: Bilingual
  readonly grid: Grid | null
  readonly sizes: Sizes | null
  /** Whether the plain market of the largest size is held against the published targets. */
  readonly targets: boolean
  readonly decompositions: readonly Decomposition[]
  readonly unswitched: readonly Unswitched[]
  /** What the page does not show, beside what it says of itself; {unswitched} stands for the sentence about those. */
  readonly limits: readonly Bilingual[]
}
