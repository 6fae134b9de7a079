#!/usr/bin/env node
import process from 'node:process';
import { runToaster } from './run-toaster.js';

runToaster(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // Only a defect of this program comes here.
    console.error(error);
    process.exitCode = 1;
  },
);
