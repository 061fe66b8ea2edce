import { join } from 'node:path'
import { startProgress } from '../progress.ts'
import { redraw } from '../redraw.ts'
import type { Command } from './list.ts'
import { LANG_OPTION, langOf, QUIET_OPTION, warn } from './options.ts'

interface ChartArguments {
  readonly dir: string
  readonly lang: string | undefined
  readonly quiet: boolean
}

export const chartCommand: Command<ChartArguments> = {
  builder: (yargs) =>
    yargs
      .positional('dir', { describe: 'output folder of a run', type: 'string', demandOption: true })
      .option('lang', { ...LANG_OPTION, defaultDescription: "the run's own" })
      .option('quiet', QUIET_OPTION)
      .example('$0 chart out/baseline-2023 --lang zh', 'the charts in Chinese'),
  handler: async ({ dir, lang, quiet }) => {
    const progress = startProgress('Drawing', 'charts', quiet)
    const { charts, warnings } = await redraw(dir, langOf(lang), true, progress.update).finally(() => progress.stop())
    if (!quiet) warn(warnings)
    process.stdout.write(quiet ? `${join(dir, 'charts')}\n` : `${charts} charts in ${join(dir, 'charts')}\n`)
  },
}
