'use client';
import { useEffect } from 'react';
import { picture } from '../picture.js';
import { show } from '../show.js';

export default function Page() {
  useEffect(() => { show(picture()); }, []);
  return <h1>made on the server</h1>;
}
