// Scenario files whose roster is the shipped one with more lenders, or with a number of offers.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ARCHETYPES } from '../../dist/base/vocabulary.js'
import { nodeFiles } from '../../dist/node/scenario-files.js'
import { rosterOf } from '../../dist/scenarios/archetypes.js'
import { loadScenario } from '../../dist/scenarios/load.js'
import { ROOT } from './revision.mjs'

/** The baseline, with every lender of its roster `copies` times and so many offers, dealt out evenly (those of the roster by default). */
export function rosterFile(folder, name, { copies = 1, offers } = {}) {
  const { scenario } = loadScenario(join(ROOT, 'scenarios/baseline.yaml'), nodeFiles, [])
  const shipped = rosterOf(scenario)
  const lenders = copies * shipped.length
  const roster = Array.from({ length: lenders }, (_, k) => {
    const { name: own, class: of, model, weight, products } = shipped[k % shipped.length]
    const copy = Math.floor(k / shipped.length)
    const dealt = Math.floor(((k + 1) * offers) / lenders) - Math.floor((k * offers) / lenders)
    return {
      name: copy === 0 ? own : `${own} ${copy + 1}`,
      class: of,
      model,
      weight,
      products: offers === undefined ? products : ARCHETYPES.slice(0, dealt),
    }
  })
  const file = join(folder, `${name}.yaml`)
  writeFileSync(file, `name: ${name}\nextends: baseline\nlenders: { roster: ${JSON.stringify(roster)} }\n`)
  return { file, lenders, offers: roster.reduce((sum, { products }) => sum + products.length, 0) }
}
