import { Component } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { generateImage } from 'wasmagine';
import { sandbox } from 'wasmagine/sandbox';
import { show } from '../show.js';

@Component({ selector: 'app-root', template: '<h1>{{ title }}</h1>' })
class App {
  title = 'pictures';
  constructor() {
    show(generateImage('a red boat at dawn', { model: 'gemini-3.1-flash-image', size: '512', fetch: sandbox() }));
  }
}

bootstrapApplication(App);
