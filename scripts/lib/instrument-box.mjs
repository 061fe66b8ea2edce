// The box of scenarios/accepted.yaml: ranges of free parameters around the values that the baseline has.
// @ts-check
import { loadScenario } from '../../dist/scenarios/load.js'

/** How far a range reaches to either side: by a part of the value, or by a sum. @type {Record<string, { part: number } | { by: number }>} */
export const REACH = {
  'tastes.priceSensitivity': { part: 0.2 },
  'choice.borrowing': { part: 0.2 },
  'choice.nestScale': { part: 0.2 },
  'choice.misfit': { part: 0.3 },
  'choice.switching': { part: 0.3 },
  'needs.median.shopping': { part: 0.15 },
  'needs.arrival.youth': { part: 0.15 },
  'needs.arrival.middle': { part: 0.15 },
  'repayment.meanDistress': { by: 0.3 },
  'repayment.distressSd': { part: 0.1 },
  'repayment.distressPersistence': { by: 0.008 },
  'repayment.willingness': { by: 0.25 },
  'repayment.bureauReputation': { part: 0.5 },
  'information.bureauNoiseSd': { part: 0.2 },
  'information.platformNoiseSd': { part: 0.2 },
  'information.sharedPlatformError': { by: 0.08 },
  'lenders.bank.lossCutoff': { part: 0.2 },
  'lenders.licensed.lossCutoff': { part: 0.2 },
  'lenders.platform.lossCutoff': { part: 0.2 },
  'lenders.licensed.limitMonths': { part: 0.25 },
  'lenders.platform.limitMonths': { part: 0.25 },
  'lenders.licensed.acquisitionCost': { part: 0.25 },
  'lenders.platform.acquisitionCost': { part: 0.25 },
  'underwriting.debtServiceCap': { part: 0.15 },
}

/** The values of a scenario at dotted keys. @param {unknown} scenario @param {string} key @returns {number} */
export const valueAt = (scenario, key) =>
  Number(key.split('.').reduce((/** @type {any} */ within, name) => within[name], scenario))

/**
 * Ranges around the values of a scenario file, rounded to four digits.
 * @param {string} file @param {import('../../dist/scenarios/read-text.js').ScenarioFiles} files @returns {[key: string, low: number, high: number][]}
 */
export function boxAround(file, files) {
  const { scenario } = loadScenario(file, files, [])
  return Object.entries(REACH).map(([key, reach]) => {
    const value = valueAt(scenario, key)
    const half = 'by' in reach ? reach.by : reach.part * Math.abs(value)
    const rounded = (/** @type {number} */ end) => Number(end.toPrecision(4))
    return [key, rounded(value - half), rounded(value + half)]
  })
}

/** The text of a scenario whose factors, which end the file, are these ranges. @param {string} text @param {ReturnType<typeof boxAround>} box */
export function withBox(text, box) {
  const [head] = text.split(/^ {2}factors:\n/m)
  const lines = box.map(([key, low, high]) => `    ${key}: [${low}, ${high}]\n`)
  return `${head}  factors:\n${lines.join('')}`
}
