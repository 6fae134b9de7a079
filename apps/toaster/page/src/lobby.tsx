import { useState } from 'react';
import { Devices } from './devices.js';
import { tell } from './host.js';
import { Settings } from './settings.js';
import { useJam } from './view-store.js';

/** Before the room: those that were found, and one's own set-up beside them. */
export function Lobby() {
  return (
    <div className="lobby">
      <section className="rooms" aria-labelledby="rooms-title">
        <h2 id="rooms-title">Where do you want to play?</h2>
        <NameRoom />
        <RoomList />
      </section>
      <section className="setup" aria-label="Your set-up">
        <div className="setup-part">
          <h2>You</h2>
          <Settings />
        </div>
        <div className="setup-part">
          <h2>Sound and MIDI</h2>
          <Devices />
        </div>
      </section>
    </div>
  );
}

function NameRoom() {
  const last = useJam((state) => state.settings.room) ?? '';
  const [written, setWritten] = useState<string | null>(null);
  const room = (written ?? last).trim();
  return (
    <form
      className="row name-room"
      onSubmit={(event) => {
        event.preventDefault();
        if (room !== '') tell({ do: 'join', room });
      }}
    >
      <label className="spoken" htmlFor="room-name">
        Name of a room
      </label>
      <input
        id="room-name"
        type="text"
        autoComplete="off"
        spellCheck={false}
        placeholder="name of a room, new or known"
        value={written ?? last}
        onChange={(event) => setWritten(event.target.value)}
      />
      <button type="submit" className="button primary" disabled={room === ''}>
        Join
      </button>
    </form>
  );
}

function RoomList() {
  const rooms = useJam((state) => state.rooms) ?? [];
  if (rooms.length === 0) {
    return (
      <p className="searching">
        Looking for rooms on your network. They appear here by themselves; you can also start one by
        giving it a name.
      </p>
    );
  }
  return (
    <ul className="room-list" aria-label="Rooms found">
      {rooms.map(({ name, people }) => (
        <li key={name}>
          <button
            type="button"
            className="room-choice"
            onClick={() => tell({ do: 'join', room: name })}
          >
            <span className="room-name">{name}</span>
            <span className="room-people">{people.length === 0 ? 'empty' : people.join(', ')}</span>
            <span className="room-count">{people.length}</span>
            <span className="room-join" aria-hidden="true">
              Join
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
