import type { TopLevelSpec } from 'vega-lite'
import type { Table } from '../base/table.ts'
import type { Claim } from '../measures/claim.ts'
import type { MeasuredScenario } from '../measures/measured-scenario.ts'
import type { Target } from '../measures/targets.ts'

export type Lang = 'en' | 'zh'

export interface Chart {
  /** File name without extension: lower-case letters and hyphens. */
  readonly id: string
  /** What is seen in this run, in one sentence, computed from its data. */
  readonly title: string
  /** What the title says, as data, so that a test can recompute it from the chart's own. */
  readonly claims?: readonly Claim[]
  /** What the chart shows and how to read it. */
  readonly caption: string
  /** A Vega-Lite v6 specification with its data inside; opens as it is in the Vega editor. */
  readonly spec: TopLevelSpec
}

export interface ChartInput {
  /** The recorded tables of a run. */
  readonly tables: readonly Table[]
  readonly scenario: MeasuredScenario
  readonly lang: Lang
  /** With targets, the comparison with them is drawn too. */
  readonly targets?: readonly Target[]
}

export interface EnsembleInput {
  /** The recorded tables of an ensemble of runs. */
  readonly tables: readonly Table[]
  /** The scenario under the arms. */
  readonly scenario: MeasuredScenario
  readonly replications: number
  readonly arms: readonly {
    readonly name: string
    readonly title: { readonly en: string; readonly zh: string }
    /** Values by dotted path, of arms that factors span. */
    readonly set?: { readonly [path: string]: unknown }
  }[]
  /** Of arms that are all combinations of these. */
  readonly factors?: readonly FactorInput[]
  /** Parameters that are not the same in all arms, of arms however made. */
  readonly settings?: readonly SettingInput[]
  readonly lang: Lang
}

export interface FactorInput {
  readonly path: string
  /** What the parameter is called. */
  readonly label: { readonly en: string; readonly zh: string }
  readonly values: readonly unknown[]
  /** What each value is called. */
  readonly valueLabels: readonly { readonly en: string; readonly zh: string }[]
}

export interface SettingInput extends FactorInput {
  /** The value in each arm, in the order of the arms. */
  readonly ofArms: readonly unknown[]
}
