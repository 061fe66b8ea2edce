/** One run alone, with everything that it recorded. */
import { z } from 'zod'
import type { Table } from '../base/table.ts'
import { eachChart } from '../charts/charts.ts'
import { summaryOf } from '../experiments/runs.ts'
import { derivedTables } from '../measures/derived.ts'
import { headline } from '../measures/headline.ts'
import type { Outcome } from '../measures/outcomes.ts'
import { RECORDED } from '../measures/records.ts'
import { unsteadyOfRun } from '../measures/unsteady.ts'
import type { RunResult } from '../run/result.ts'
import { resolvedYaml } from '../scenarios/resolved-yaml.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { drawViews } from './compose.ts'
import { EVENTS_FILE, eventsFile, SCENARIO_FILE, tableFiles } from './data-files.ts'
import type { FolderKind, Made } from './folder-kind.ts'
import { html } from './html.ts'
import { outputFile } from './output-file.ts'
import { publishedTargets } from './published-targets.ts'
import { type Findings, headlineTable, unsteadyNote } from './report.ts'
import { storedTables } from './stored-run.ts'

interface MadeRun extends Made<Scenario> {
  readonly result: RunResult
}

interface RunResults {
  readonly recorded: readonly Table[]
  readonly headline: readonly Outcome[]
}

/** Its plan is the scenario, so that it needs no part of the manifest. */
export const runKind: FolderKind<undefined, Scenario, MadeRun, RunResults> = {
  name: 'run',
  keepsRuns: false,
  part: z.undefined(),
  identity: () => undefined,
  difference: () => null,
  plan: ({ scenario }) => scenario,
  make: async (_, plan, makers) => {
    return { plan, result: await makers.one(plan), runs: [], made: 1, failures: [], warnings: [] }
  },
  tables: ({ plan, result: { tables: recorded, events, digest } }, { form, write }) => {
    const derived = derivedTables(recorded, plan)
    write(outputFile(SCENARIO_FILE, resolvedYaml(plan), 'anywhere'))
    for (const file of tableFiles(recorded, derived, form)) write(file)
    write(eventsFile(EVENTS_FILE, events))
    const results = { recorded, headline: headline(recorded, plan) }
    return { digest, part: undefined, tables: [...recorded, ...derived], results }
  },
  stored: async (folder, manifest, plan) => {
    const recorded = await storedTables(folder, manifest, RECORDED)
    return { recorded, headline: headline(recorded, plan) }
  },
  views: (head, scenario, { recorded, headline: summary }, drawing) => {
    const lang = head.language
    const charts = head.charts ? eachChart({ tables: recorded, scenario, lang, targets: publishedTargets() }) : []
    const again = `run ${SCENARIO_FILE}`
    const moving = unsteadyOfRun(recorded, scenario)
    const findings: Findings = (lang, say) =>
      html`<p>${say('oneRun')}</p>
${headlineTable(summary, lang, say)}\n${unsteadyNote(moving, lang, say)}`
    return drawViews(head, charts, { findings, limits: ['limitOne'], again }, drawing)
  },
  arms: (folder, manifest, scenario) => {
    const runs = async (): Promise<(ReturnType<typeof summaryOf> & { arm: string; replication: number })[]> => {
      const tables = await storedTables(folder, manifest, RECORDED)
      return [{ arm: scenario.name, replication: 0, ...summaryOf(scenario, { tables, digest: manifest.digest }) }]
    }
    return [{ name: scenario.name, scenario, runs }]
  },
}
