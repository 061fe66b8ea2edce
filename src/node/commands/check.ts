import { type Fault, formatFaults, ScenarioError } from '../../base/errors.ts'
import { loadScenario } from '../../scenarios/load.ts'
import { EXIT, UsageError } from '../failure.ts'
import { jsonText } from '../output-file.ts'
import { nodeFiles, scenarioPath } from '../scenario-files.ts'
import type { Command } from './list.ts'

interface CheckArguments {
  readonly files: string[]
  readonly json: boolean
}

export const checkCommand: Command<CheckArguments> = {
  builder: (yargs) =>
    yargs
      .positional('files', { describe: 'scenario files', type: 'string', array: true, demandOption: true })
      .option('json', { describe: 'print the faults as JSON', type: 'boolean', default: false })
      .example('$0 check my.yaml', 'every fault with its place')
      .example('$0 check scenarios/*.yaml', 'many at once'),
  handler: ({ files, json }) => {
    const checked = files.map((file) => ({ file, faults: faultsOf(file) }))
    const faulty = checked.filter(({ faults }) => faults.length > 0)
    if (json)
      process.stdout.write(jsonText(checked.map(({ file, faults }) => ({ file, ok: faults.length === 0, faults }))))
    else {
      for (const { file, faults } of checked) {
        if (faults.length === 0) process.stdout.write(`${file}: sound\n`)
        else process.stderr.write(`${formatFaults(faults)}\n`)
      }
    }
    if (faulty.length > 0) process.exitCode = EXIT.usage
  },
}

function faultsOf(file: string): readonly Fault[] {
  try {
    loadScenario(scenarioPath(file), nodeFiles, [])
    return []
  } catch (error) {
    if (error instanceof ScenarioError) return error.faults
    if (!(error instanceof UsageError)) throw error
    const { message } = error
    return [{ file, line: 0, column: 0, path: '', message, found: '', expected: '', suggestion: '', snippet: '' }]
  }
}
