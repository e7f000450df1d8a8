// What a user of these packages would import, for tests that first install them here.

export { GoogleGenAI } from '@google/genai';
export { createGoogleGenerativeAI } from '@ai-sdk/google';
export { generateImage, generateText, streamText } from 'ai';
