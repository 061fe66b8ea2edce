declare module 'seedrandom/lib/tychei.js' {
  /** Seeded generator Tyche-i; `int32` gives the next 32 random bits as a signed integer. */
  export default function tychei(seed: string): { int32(): number }
}
