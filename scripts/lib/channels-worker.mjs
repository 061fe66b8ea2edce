// Runs scenarios that it is sent, one after another, and answers with their outcomes. Uses the built program.
import { parentPort } from 'node:worker_threads'
import { outcomes } from '../../dist/measures/outcomes.js'
import { reachByGroup } from '../../dist/measures/reach.js'
import { runScenario } from '../../dist/run/run.js'
import { measured } from './channels-plan.mjs'

parentPort?.on('message', (scenario) => {
  const { tables } = runScenario(scenario)
  parentPort?.postMessage(measured(outcomes(tables, scenario), reachByGroup(tables)))
})
