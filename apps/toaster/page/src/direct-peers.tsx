import { useState } from 'react';

interface DirectPeersProps {
  readonly peers: readonly string[];
  readonly onChange: (peers: readonly string[]) => void;
}

/** Those who are reached by address, where nothing on the network finds them. */
export function DirectPeers({ peers, onChange }: DirectPeersProps) {
  const [written, setWritten] = useState('');
  const address = written.trim();
  return (
    <div className="field direct">
      <label className="field-label" htmlFor="direct-peer">
        Peers by address
      </label>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (address === '') return;
          if (!peers.includes(address)) onChange([...peers, address]);
          setWritten('');
        }}
      >
        <input
          id="direct-peer"
          type="text"
          autoComplete="off"
          spellCheck={false}
          placeholder="192.168.1.20:5005"
          value={written}
          onChange={(event) => setWritten(event.target.value)}
        />
        <button type="submit" className="button" disabled={address === ''}>
          Add
        </button>
      </form>
      <ul className="chips">
        {peers.map((peer) => (
          <li key={peer}>
            {peer}
            <button
              type="button"
              className="button small"
              aria-label={`Remove ${peer}`}
              onClick={() => onChange(peers.filter((other) => other !== peer))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
