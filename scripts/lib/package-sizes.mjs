// What the program takes on a user's disk: its tarball, and the packages that come with it.
import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const LARGEST = 8

const megabytes = (bytes) => (bytes / 1e6).toFixed(1)

/** Of all files in a folder; packages inside it count as their own. */
function bytesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? bytesIn(path) : lstatSync(path).size
    })
    .reduce((sum, bytes) => sum + bytes, 0)
}

/** Packages that an installation without tools for development has, as they lie here: name and bytes, the largest first. */
export function installedPackages(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  return Object.entries(packages)
    .filter(([place, { dev }]) => place !== '' && dev !== true && existsSync(join(root, place)))
    .map(([place]) => ({ name: place.replace(/^.*node_modules\//, ''), bytes: bytesIn(join(root, place)) }))
    .sort((a, b) => b.bytes - a.bytes)
}

export function packageRows(root) {
  // No scripts: they would build again.
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts']
  const [packed] = JSON.parse(
    execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  const installed = installedPackages(root)
  const sum = installed.reduce((bytes, one) => bytes + one.bytes, packed.unpackedSize)
  return [
    ['tarball', megabytes(packed.size)],
    [`installed: the program and ${installed.length} packages`, megabytes(sum)],
    ['… the program, fonts of charts included', megabytes(packed.unpackedSize)],
    ...installed.slice(0, LARGEST).map(({ name, bytes }) => [`… ${name}`, megabytes(bytes)]),
  ]
}
