/** Makes charts, report and citation again from the data of a finished run; the data stay as they are. */
import { CALIBRATION_RECORDED } from '../experiments/calibration-tables.ts'
import { derivedEnsembleTables, ENSEMBLE_RECORDED } from '../measures/ensemble.ts'
import { RECORDED } from '../measures/records.ts'
import { SENSITIVITY_RECORDED } from '../measures/sensitivity-tables.ts'
import type { Lang } from '../scenarios/parameter.ts'
import { rendererVersions } from './build-info.ts'
import { calibrationAgain, calibrationOf, composeCalibrationViews } from './calibration.ts'
import { composeViews, type OnChart, type Views } from './compose.ts'
import { composeEnsembleViews } from './ensemble.ts'
import { sha256Hex } from './hash.ts'
import type { Manifest, ManifestHead } from './manifest.ts'
import type { ListedFile } from './output-file.ts'
import { asideText, inFolder, type ResultsFolder, replaceResults } from './results-folder.ts'
import { composeStudyViews, findingsOf, studyOf } from './sensitivity.ts'
import { storedEnsemble, storedScenario, storedSweepTables, storedTables } from './stored-run.ts'
import { isHalfReplaced } from './unfinished.ts'
import { fromFolder, isData, manifestIn, readPlainFile } from './untrusted-folder.ts'

export interface Redrawn {
  readonly charts: number
  readonly warnings: readonly string[]
}

/** `charts` true draws them even where the run had none. */
export async function redraw(
  folder: string,
  lang: Lang | undefined,
  charts: boolean,
  onChart: OnChart,
): Promise<Redrawn> {
  // Nothing is written into a folder without results, but for those that wait to be put in place.
  if (!isHalfReplaced(folder)) manifestIn(folder)
  const claim = { head: null, command: `xiaojin ${charts ? 'chart' : 'report'}`, force: false }
  return inFolder(folder, claim, (held) => redrawHeld(held, lang, charts, onChart))
}

async function redrawHeld(
  held: ResultsFolder,
  lang: Lang | undefined,
  charts: boolean,
  onChart: OnChart,
): Promise<Redrawn> {
  const { folder } = held
  const { outputs, ...before } = manifestIn(folder)
  const head: ManifestHead = {
    ...before,
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
  const views = await fromFolder(folder, () => viewsOf(folder, { ...head, outputs }, onChart))
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
      ...changed.map(
        ({ path }) => `${path} was changed or removed after the run: what is drawn is not what the run recorded`,
      ),
      ...views.warnings,
      ...asideText(folder, keptAside),
    ],
  }
}

async function viewsOf(folder: string, manifest: Manifest, onChart: OnChart): Promise<Omit<Views, 'headline'>> {
  const { outputs: _, ...head } = manifest
  if (head.sensitivity !== undefined) {
    const study = studyOf(storedScenario(folder, manifest), head.sensitivity)
    const recorded = await storedTables(folder, manifest, SENSITIVITY_RECORDED)
    return composeStudyViews(head, study, recorded, findingsOf(study, recorded), onChart)
  }
  if (head.calibration !== undefined) {
    const calibration = calibrationOf(storedScenario(folder, manifest), head.calibration)
    const recorded = await storedTables(folder, manifest, CALIBRATION_RECORDED)
    return composeCalibrationViews(head, calibrationAgain(calibration, recorded), onChart)
  }
  const ensemble = storedEnsemble(folder, manifest)
  if (ensemble === null) {
    const recorded = await storedTables(folder, manifest, RECORDED)
    return composeViews(head, { scenario: storedScenario(folder, manifest), recorded }, onChart)
  }
  if (head.sweep === true)
    return composeEnsembleViews(head, ensemble, await storedSweepTables(folder, manifest, ensemble), onChart)
  const recorded = await storedTables(folder, manifest, ENSEMBLE_RECORDED)
  // Derived once, and not again by every chart and the report.
  return composeEnsembleViews(head, ensemble, [...recorded, ...derivedEnsembleTables(recorded)], onChart)
}
