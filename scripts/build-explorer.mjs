// Builds the explorer's page into dist/explorer: static files for `xiaojin explore` and for any web host. With the page go
// the scenarios, resolved, and the licences of what is bundled. `--out DIR` builds elsewhere.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({ options: { out: { type: 'string' }, quiet: { type: 'boolean', default: false } } })
const out = resolve(values.out ?? join(ROOT, 'dist/explorer'))
const { CONTENT_POLICY, explorerData } = await import('../dist/node/explorer-data.js')

// Packages of which something is bundled, by what vite reads.
const bundled = new Set()
const notePackages = {
  name: 'note-packages',
  generateBundle(_, chunks) {
    for (const chunk of Object.values(chunks)) {
      for (const id of Object.keys(chunk.modules ?? {})) {
        const found = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)
        if (found !== null) bundled.add(found[1])
      }
    }
  },
}
// Hosts of static files send no headers of their own.
const policy = {
  name: 'policy',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_POLICY },
      injectTo: 'head-prepend',
    },
  ],
}

// The core keeps no state in modules (test/architecture): a module of which nothing is used can go, and so can a description
// of a parameter that nothing reads.
const treeshake = {
  moduleSideEffects: (id) => !/\/src\/(agents|base|market|measures|random|run|scenarios)\//.test(id),
  manualPureFunctions: Object.keys(await import('../dist/base/parameter.js')),
}

await build({
  configFile: false,
  root: join(ROOT, 'src/browser'),
  base: './',
  logLevel: values.quiet ? 'error' : 'info',
  plugins: [policy, notePackages],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es', plugins: () => [notePackages], rolldownOptions: { treeshake } },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { treeshake },
  },
})

function licence(name) {
  const folder = join(ROOT, 'node_modules', name)
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
  return `${name} ${about.version}\nLicence: ${about.license ?? 'see text'}\n\n${text}\n`
}
const names = [...bundled].sort()
const head = 'Software that is part of this page, with its licences. xiaojin itself: MIT.\n'
writeFileSync(join(out, 'THIRD-PARTY.txt'), [head, ...names.map(licence)].join(`\n${'-'.repeat(72)}\n\n`))

const data = explorerData()
for (const [path, value] of Object.entries(data)) {
  mkdirSync(dirname(join(out, path)), { recursive: true })
  writeFileSync(join(out, path), JSON.stringify(value))
}
const { length } = data['explorer.json'].scenarios
if (!values.quiet) console.log(`${out}: ${names.length} packages bundled, ${length} scenarios`)
