import { type Fault, formatFaults, ScenarioError } from '../../base/errors.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import { ANALYSIS_FACTOR } from '../../scenarios/load.ts'
import { faultOfFile } from '../../scenarios/source-text.ts'
import { EXIT, UsageError } from '../failure.ts'
import { say, spokenLang } from '../language.ts'
import { jsonText } from '../output-file.ts'
import { printable } from '../printable.ts'
import { readScenario, tellWarnings } from '../scenario-files.ts'
import { type Command, command, flag, places } from './command.ts'
import { cancelledFactors } from './options.ts'

export const checkCommand: Command = command(
  {
    files: places('scenario files, or names of shipped scenarios', '情景文件，或随附情景的名称'),
    json: flag('print the faults as JSON', '以 JSON 输出错误'),
  },
  [
    ['check my.yaml', 'every fault with its place', '列出每处错误及其位置'],
    ['check scenarios/*.yaml', 'many at once', '一次检查多个文件'],
  ],
  ({ files, json }) => {
    const checked = files.map((file) => ({ file, ...checkedFile(file) }))
    const faulty = checked.filter(({ faults }) => faults.length > 0)
    if (json) {
      process.stdout.write(
        jsonText(checked.map(({ file, faults, warnings }) => ({ file, ok: faults.length === 0, faults, warnings }))),
      )
    } else {
      for (const { file, faults, warnings } of checked) {
        tellWarnings(warnings)
        if (faults.length === 0) process.stdout.write(`${file}: ${say(SOUND)}\n`)
        else process.stderr.write(`${printable(formatFaults(faults, spokenLang()))}\n`)
      }
    }
    if (faulty.length > 0) process.exitCode = EXIT.usage
  },
)

const SOUND: Bilingual = { en: 'sound', zh: '无误' }

function checkedFile(typed: string): { readonly faults: readonly Fault[]; readonly warnings: readonly Fault[] } {
  try {
    const { warnings, dates, sensitivity } = readScenario(typed, [], { quiet: true })
    const ranges = cancelledFactors(sensitivity?.factors ?? [], dates.scenario, ANALYSIS_FACTOR)
    return { faults: ranges.faults, warnings: [...warnings, ...ranges.warnings] }
  } catch (error) {
    if (error instanceof ScenarioError) return { faults: error.faults, warnings: [] }
    if (!(error instanceof UsageError)) throw error
    return { faults: [faultOfFile(typed, error.said)], warnings: [] }
  }
}
