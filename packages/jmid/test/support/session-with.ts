import type { Session } from '@jamnet/toast';

/** A session of which some things say something else than they would. */
export function sessionWith(session: Session, changes: Partial<Session>): Session {
  return new Proxy(session, {
    get(target, name) {
      if (name in changes) return Reflect.get(changes, name) as unknown;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
