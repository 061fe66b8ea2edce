/** What regulation adds to the event log. */

/** A general product becomes bound to one purpose. */
export type RegulationKind = 'bind'
