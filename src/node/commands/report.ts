import { join } from 'node:path'
import { REPORT_FILE } from '../compose.ts'
import { startProgress } from '../progress.ts'
import { redraw } from '../redraw.ts'
import type { Command } from './list.ts'
import { LANG_OPTION, langOf, QUIET_OPTION, warn } from './options.ts'

interface ReportArguments {
  readonly dir: string
  readonly lang: string | undefined
  readonly quiet: boolean
}

export const reportCommand: Command<ReportArguments> = {
  builder: (yargs) =>
    yargs
      .positional('dir', { describe: 'output folder of a run', type: 'string', demandOption: true })
      .option('lang', { ...LANG_OPTION, defaultDescription: "the run's own" })
      .option('quiet', QUIET_OPTION)
      .example('$0 report out/baseline-2023 --lang zh', 'the report in Chinese'),
  handler: async ({ dir, lang, quiet }) => {
    const progress = startProgress('Drawing', 'charts', quiet)
    const { warnings } = await redraw(dir, langOf(lang), false, progress.update).finally(() => progress.stop())
    if (!quiet) warn(warnings)
    process.stdout.write(`${join(dir, REPORT_FILE)}\n`)
  },
}
