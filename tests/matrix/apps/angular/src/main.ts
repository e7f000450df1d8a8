import { Component } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { generateImage } from 'wasmagine';
import { sandbox } from 'wasmagine/sandbox';
import { draw } from '../draw.js';
import { show } from '../show.js';

@Component({ selector: 'app-root', template: '<h1>{{ title }}</h1>' })
class App {
  title = 'pictures';
  constructor() {
    show(draw(generateImage, sandbox));
  }
}

bootstrapApplication(App);
