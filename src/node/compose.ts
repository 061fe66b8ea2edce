/** From what a run recorded to the files of its folder, in memory. */
import type { Table } from '../base/table.ts'
import type { Chart } from '../charts/chart.ts'
import { allCharts } from '../charts/charts.ts'
import { derivedTables } from '../measures/derived.ts'
import { headline } from '../measures/headline.ts'
import type { Outcome } from '../measures/outcomes.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { type DrawnChart, drawChart } from './chart-files.ts'
import { citationCff } from './citation.ts'
import type { CsvForm } from './csv.ts'
import { dataFiles } from './data-files.ts'
import type { ManifestHead } from './manifest.ts'
import { type OutputFile, outputFile } from './output-file.ts'
import { publishedTargets } from './published-targets.ts'
import { type ReportParts, reportHtml } from './report.ts'

export const REPORT_FILE = 'report.html'

export interface RunData {
  readonly scenario: Scenario
  readonly recorded: readonly Table[]
  readonly events: readonly string[]
  readonly resolvedYaml: string
}

export type OnChart = (done: number, total: number) => void

/** `head` says how CSV files begin. */
export function composeData(head: CsvForm, data: RunData): OutputFile[] {
  return dataFiles({ ...data, derived: derivedTables(data.recorded, data.scenario) }, head)
}

export interface Views {
  readonly files: readonly OutputFile[]
  readonly headline: readonly Outcome[]
  readonly warnings: readonly string[]
}

/** Charts, report and citation: what a later command can make again from the data alone. */
export async function composeViews(
  head: ManifestHead,
  { scenario, recorded }: Pick<RunData, 'scenario' | 'recorded'>,
  onChart: OnChart,
): Promise<Views> {
  const lang = head.language
  const summary = headline(recorded, scenario)
  const charts = head.charts ? allCharts({ tables: recorded, scenario, lang, targets: publishedTargets() }) : []
  return { ...(await drawViews(head, charts, { headline: summary }, onChart)), headline: summary }
}

/** Charts drawn, the report around them, and the citation. `told` is what the report says before its charts. */
export async function drawViews(
  head: ManifestHead,
  charts: readonly Chart[],
  told: Omit<ReportParts, 'head' | 'charts' | 'lang'>,
  onChart: OnChart,
): Promise<Omit<Views, 'headline'>> {
  const drawn: DrawnChart[] = []
  for (const chart of charts) {
    drawn.push(await drawChart(chart))
    onChart(drawn.length, charts.length)
  }
  const report = reportHtml({ ...told, head, charts: drawn, lang: head.language })
  return {
    files: [
      ...drawn.flatMap(({ files }) => files),
      outputFile(REPORT_FILE, report, 'sameBuild'),
      outputFile('CITATION.cff', citationCff(head), 'sameBuild'),
    ],
    warnings: drawn.flatMap(({ chart, warnings }) => warnings.map((warning) => `chart ${chart.id}: ${warning}`)),
  }
}
