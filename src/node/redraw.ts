/** Makes charts, report and citation again from the data of a finished run; the data stay as they are. */
import type { Lang } from '../scenarios/parameter.ts'
import { rendererVersions } from './build-info.ts'
import type { Drawing } from './compose.ts'
import { sha256Hex } from './hash.ts'
import { say } from './language.ts'
import type { ManifestHead } from './manifest.ts'
import type { ListedFile } from './output-file.ts'
import { asideText, inFolder, type ResultsFolder, replaceResults } from './results-folder.ts'
import { finishedFolder, storedPlan } from './stored-run.ts'
import { isHalfReplaced } from './unfinished.ts'
import { fromFolder, isData, readPlainFile } from './untrusted-folder.ts'

export interface Redrawn {
  readonly charts: number
  readonly warnings: readonly string[]
}

/** What may be drawn otherwise than the run had it. */
export interface Asked {
  readonly lang: Lang | undefined
  /** True draws charts even where the run had none. */
  readonly charts: boolean
  /** Whether there are PNG files of them; undefined as the run has it. */
  readonly png?: boolean | undefined
}

export async function redraw(folder: string, asked: Asked, drawing: Drawing): Promise<Redrawn> {
  // Nothing is written into a folder without results, but for those that wait to be put in place.
  if (!isHalfReplaced(folder)) await finishedFolder(folder)
  const claim = { head: null, command: `xiaojin ${asked.charts ? 'chart' : 'report'}`, force: false }
  return inFolder(folder, claim, (held) => redrawHeld(held, asked, drawing))
}

async function redrawHeld(held: ResultsFolder, { lang, charts, png }: Asked, drawing: Drawing): Promise<Redrawn> {
  const { folder } = held
  const finished = await finishedFolder(folder)
  const { manifest, kind } = finished
  const { outputs, ...before } = manifest
  const { png: _, ...rest } = before
  const head: ManifestHead = {
    ...((png ?? before.png !== false) ? rest : { ...before, png: false }),
    language: lang ?? before.language,
    charts: charts || before.charts,
    renderer: rendererVersions(),
  }
  const data = outputs.filter(isData)
  const intact = ({ path, sha256 }: ListedFile): boolean => {
    const bytes = readPlainFile(folder, path)
    return bytes !== null && sha256Hex(bytes) === sha256
  }
  const changed = data.filter((file) => !intact(file))
  const views = await fromFolder(folder, async () => {
    const plan = storedPlan(finished)
    return kind.views(head, plan, await kind.stored(folder, manifest, plan), drawing)
  })
  const { keptAside } = await replaceResults(
    held,
    async ({ write }) => {
      for (const file of views.files) write(file)
      return { head }
    },
    isData,
  )
  return {
    charts: views.files.filter(({ path }) => path.endsWith('.svg')).length,
    warnings: [
      ...changed.map(({ path }) =>
        say({
          en: `${path} was changed or removed after the run: what is drawn is not what the run recorded`,
          zh: `${path} 在运行后被改动或删除：所绘并非该次运行的记录`,
        }),
      ),
      ...views.warnings,
      ...asideText(folder, keptAside),
    ],
  }
}
