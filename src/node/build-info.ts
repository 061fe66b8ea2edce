/** What names this build, and the versions that the bytes of its pictures depend on. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { packagesSha256 } from './package-bytes.ts'
import { packageFile } from './package-files.ts'

export interface BuildInfo {
  readonly version: string
  readonly gitCommit: string | null
  readonly gitDirty: boolean | null
  readonly lockfileSha256: string | null
  readonly codeSha256: string | null
  /** Over the compiled code that decides what a run records, and no other. */
  readonly engineSha256: string | null
}

/** The build with the packages that it has loaded here. */
export interface EngineInfo extends BuildInfo {
  /** Over the bytes, as installed, of all code outside the package that decides what a run records; null from the sources. */
  readonly packagesSha256: string | null
}

interface BakedInfo extends BuildInfo {
  /** What the code of engineSha256 imports from outside. */
  readonly enginePackages: readonly string[]
  /** Version of the package that the fonts in dist come from; null from the sources. */
  readonly fonts: string | null
}

let known: BakedInfo | undefined
let engine: EngineInfo | undefined

/** Baked in by `npm run build`; running from the sources, only the version is known. Read once: keys of runs ask often. */
export function buildInfo(): BuildInfo {
  const { enginePackages: _, fonts: __, ...info } = bakedInfo()
  return info
}

/** Packages may be installed in other versions than the build was made with: what counts is what lies there. */
export function engineInfo(): EngineInfo {
  const { enginePackages, fonts: _, ...info } = bakedInfo()
  engine ??= { ...info, packagesSha256: enginePackages.length === 0 ? null : packagesSha256(enginePackages) }
  return engine
}

function bakedInfo(): BakedInfo {
  known ??= readBuildInfo()
  return known
}

function readBuildInfo(): BakedInfo {
  const baked = new URL('../build-info.json', import.meta.url)
  if (existsSync(baked)) return JSON.parse(readFileSync(baked, 'utf8')) as BakedInfo
  const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }
  const unknown = { gitCommit: null, gitDirty: null, lockfileSha256: null, codeSha256: null, engineSha256: null }
  return { version, ...unknown, enginePackages: [], fonts: null }
}

const RENDERERS = ['vega', 'vega-lite', 'vega-embed', '@resvg/resvg-js', 'fontkit'] as const
const FONTS = '@embedpdf/fonts-sc'

const require = createRequire(import.meta.url)

function installedVersion(name: string): string {
  // Packages hide their package.json behind `exports`: walk up from the entry point to the one that bears the name.
  for (let folder = dirname(require.resolve(name)); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (!existsSync(file)) continue
    const found = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string }
    if (found.name === name && found.version !== undefined) return found.version
  }
  throw new Error(`cannot tell the version of ${name}`)
}

/** All that the bytes of drawings and of the report depend on, data apart. */
export function rendererVersions(): { readonly [name: string]: string } {
  const { version, codeSha256 } = buildInfo()
  const own = codeSha256 === null ? version : `${version}+${codeSha256.slice(0, 12)}`
  const packages = RENDERERS.map((name) => [name, installedVersion(name)])
  const fonts = bakedInfo().fonts ?? installedVersion(FONTS)
  return { xiaojin: own, v8: process.versions.v8, ...Object.fromEntries(packages), [FONTS]: fonts }
}
