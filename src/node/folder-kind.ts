/** What one kind of results folder is: from its plan to its report, and back from its files. */
import type { z } from 'zod'
import type { CsvForm } from '../base/csv.ts'
import type { Table } from '../base/table.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { EnsembleRun } from '../measures/ensemble.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { Drawing, Views } from './compose.ts'
import type { KeptRun, MadeRuns } from './kept-runs.ts'
import type { Manifest, ManifestArm, ManifestHead } from './manifest.ts'
import type { FileMaker, OutputFile } from './output-file.ts'
import type { ResultsFolder } from './results-folder.ts'
import type { RunMakers } from './run-makers.ts'

/** The scenario of a folder, and its arms: by the parameters of the manifest, or by the scenario file beside it. */
export interface ScenarioSource {
  readonly scenario: Scenario
  /** In the order of `arms`. Throws where an arm makes no scenario. */
  readonly arms: (arms: readonly ManifestArm[]) => readonly Scenario[]
}

/** What running a plan gave. */
export interface Made<Plan> extends MadeRuns {
  /** The plan as it was run: some find their size while they run. */
  readonly plan: Plan
  /** Runs whose records lie in the folder; none for kinds that keep none. */
  readonly runs: readonly KeptRun[]
}

/** Where results go. */
export interface Target {
  /** Where the records lie. */
  readonly place: string
  readonly form: CsvForm
  /** What is given as its maker may be made later, while charts are drawn. */
  readonly write: (file: OutputFile | FileMaker) => void
}

/** What the tables hold that charts, report, summary and manifest are made from. */
export interface Told<Part, Results> {
  readonly digest: string
  /** With what is known only after the runs. */
  readonly part: Part
  readonly results: Results
  /** The tables that were written, to say where two versions of one differ. */
  readonly tables: readonly Table[]
}

/** An arm of a finished folder. */
export interface FolderArm {
  readonly name: string
  readonly scenario: Scenario
  /** Read from the folder when they are asked for. */
  readonly runs: () => Promise<readonly EnsembleRun[]>
}

/**
 * One kind of results folder. `Part` is its field of the manifest, plain JSON; `Plan` what that stands for; `Results`
 * what charts and report are made from.
 *
 * A new kind takes three files: its own with a constant of this type, a line in kinds.ts, and its command, which calls
 * `carryOut` (commands/carry-out.ts). A command or `verify` calls `make`, `tables` and `views` in turn; `chart` and
 * `report` call `plan`, `stored` and `views`. Everything but `make` gives the same bytes for the same input.
 * Runs that shall be resumed go through `runs.intoStore` into the folder; `writePlan` lists them in plan.jsonl.
 */
export interface FolderKind<Part, Plan, MadeHere extends Made<Plan>, Results> {
  /** Its key in kinds.ts. */
  readonly name: string
  /** Whether its runs are kept in the folder, so that the command resumes and may add to them. */
  readonly keepsRuns: boolean
  /** The form of its part. What a stranger may write there is refused by this, in words that begin with a verb. */
  readonly part: z.ZodType<Part>
  /** Of the part, what tells its plan from others of the same scenario: hashed with the scenario. */
  readonly identity: (part: Part) => unknown
  /**
   * How the part in a folder differs from one that shall take its place, as in "holds a sweep …"; null where it may.
   * Without results (`hasResults`) there are none that fewer runs could lose.
   */
  readonly difference: (there: Part, here: Part, hasResults: boolean) => Bilingual | null
  /** The plan that a part stands for. Throws where the two do not fit together. */
  readonly plan: (source: ScenarioSource, part: Part) => Plan
  /** Every run of a plan, for kinds that know them before any has run: other machines may make them. */
  readonly runs?: (plan: Plan) => readonly KeptRun[]
  /** Runs what the folder lacks. */
  readonly make: (held: ResultsFolder, plan: Plan, runs: RunMakers) => Promise<MadeHere>
  /** Writes the scenario and the tables. */
  readonly tables: (made: MadeHere, target: Target) => Told<Part, Results>
  /** What `tables` told, read back from the tables of a finished folder. */
  readonly stored: (folder: string, manifest: Manifest, plan: Plan) => Promise<Results>
  /** Charts, report and citation. */
  readonly views: (head: ManifestHead, plan: Plan, results: Results, drawing: Drawing) => Promise<Views>
  /** For `compare`. Left out where runs form no arms. */
  readonly arms?: (folder: string, manifest: Manifest, plan: Plan) => readonly FolderArm[]
}

// biome-ignore lint/suspicious/noExplicitAny: the list of kinds holds kinds of any part, plan and results
export type AnyKind = FolderKind<any, any, any, any>
