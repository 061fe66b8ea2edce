/** Charts, report and citation as files in memory. */

import { setImmediate } from 'node:timers/promises'
import type { Chart } from '../charts/chart.ts'
import { type DrawnChart, drawChart, type Render } from './chart-files.ts'
import { citationCff } from './citation.ts'
import { say } from './language.ts'
import type { ManifestHead } from './manifest.ts'
import { type OutputFile, outputFile } from './output-file.ts'
import { type ReportParts, reportHtml } from './report.ts'

export const REPORT_FILE = 'report.html'

export type OnChart = (done: number, total: number) => void

/** How charts come out. */
export interface Drawing {
  readonly render: Render
  readonly onChart: OnChart
}

export interface Views {
  readonly files: readonly OutputFile[]
  readonly warnings: readonly string[]
}

/**
 * Charts drawn, the report around them, and the citation: what can be made again from the data alone. Charts that are
 * made one by one are drawn while the next is made.
 */
export async function drawViews(
  head: ManifestHead,
  charts: Iterable<Chart>,
  told: Pick<ReportParts, 'findings' | 'limits' | 'again'>,
  { render, onChart }: Drawing,
): Promise<Views> {
  const begun: Promise<DrawnChart>[] = []
  let [done, total] = [0, 0]
  const count = (): void => {
    done++
    if (total > 0) onChart(done, total)
  }
  for (const chart of charts) {
    const one = drawChart(chart, head.png !== false, render)
    begun.push(one)
    // A failure is told below.
    one.then(count, () => {})
    await setImmediate()
  }
  total = begun.length
  // Whatever is ready or fails first, what is told follows the order of the charts.
  const drawn: DrawnChart[] = []
  for (const one of begun) drawn.push(await one)
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
