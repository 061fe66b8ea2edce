/** Makes charts, report and citation again from the data of a finished run; the data stay as they are. */
import { cpSync, lstatSync, rmSync } from 'node:fs'
import { join } from 'node:path'
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
import { type ListedFile, listed } from './output-file.ts'
import { writeFolder, writeInto } from './output-folder.ts'
import { seal, TIMING_FILE } from './seal.ts'
import { composeStudyViews, findingsOf, studyOf } from './sensitivity.ts'
import { storedEnsemble, storedScenario, storedSweepTables, storedTables } from './stored-run.ts'
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
  const manifest = manifestIn(folder)
  const { outputs, ...before } = manifest
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
  await writeFolder(folder, (partial) => {
    // Links of others stay what they are, and what is no file cannot be copied.
    cpSync(folder, partial, { recursive: true, verbatimSymlinks: true, filter: isCopied })
    // Charts that are no longer drawn go; what somebody else put there stays.
    for (const { path } of outputs.filter((file) => !isData(file))) rmSync(join(partial, path), { force: true })
    for (const { path, bytes } of views.files) writeInto(partial, path, bytes)
    const sealed = seal(head, [...data, ...views.files.map(listed)], readPlainFile(folder, TIMING_FILE) !== null)
    for (const [path, text] of Object.entries(sealed.files)) writeInto(partial, path, text)
  })
  return {
    charts: views.files.filter(({ path }) => path.endsWith('.svg')).length,
    warnings: [
      ...changed.map(
        ({ path }) => `${path} was changed or removed after the run: what is drawn is not what the run recorded`,
      ),
      ...views.warnings,
    ],
  }
}

function isCopied(place: string): boolean {
  const stat = lstatSync(place)
  return stat.isFile() || stat.isDirectory() || stat.isSymbolicLink()
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
