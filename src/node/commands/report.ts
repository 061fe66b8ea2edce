import { join } from 'node:path'
import type { CommandModule } from 'yargs'
import { REPORT_FILE } from '../compose.ts'
import { startProgress } from '../progress.ts'
import { redraw } from '../redraw.ts'
import { LANG_OPTION, langOf, QUIET_OPTION, warn } from './options.ts'

interface ReportArguments {
  readonly dir: string
  readonly lang: string | undefined
  readonly quiet: boolean
}

export const reportCommand: CommandModule<object, ReportArguments> = {
  command: 'report <dir>',
  describe: 'write the report of a finished run again, with the charts that it has',
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
