/** Charts, report and citation as files in memory. */

import type { Chart } from '../charts/chart.ts'
import { type DrawnChart, drawChart } from './chart-files.ts'
import { citationCff } from './citation.ts'
import { say } from './language.ts'
import type { ManifestHead } from './manifest.ts'
import { type OutputFile, outputFile } from './output-file.ts'
import { type ReportParts, reportHtml } from './report.ts'

export const REPORT_FILE = 'report.html'

export type OnChart = (done: number, total: number) => void

export interface Views {
  readonly files: readonly OutputFile[]
  readonly warnings: readonly string[]
}

/** Charts drawn, the report around them, and the citation: what can be made again from the data alone. */
export async function drawViews(
  head: ManifestHead,
  charts: readonly Chart[],
  told: Pick<ReportParts, 'findings' | 'again'>,
  onChart: OnChart,
): Promise<Views> {
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
    warnings: drawn.flatMap(({ chart, warnings }) =>
      warnings.map((warning) => say({ en: `chart ${chart.id}: ${warning}`, zh: `图 ${chart.id}：${warning}` })),
    ),
  }
}
