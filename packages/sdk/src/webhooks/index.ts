export { InvalidWebhookSecretError } from './secret.js';
export {
  type SignedWebhook,
  signTestWebhook,
  type TestWebhook,
} from './sign-test-webhook.js';
export {
  type StandardWebhook,
  verifyStandardWebhook,
  type WebhookFailureReason,
  type WebhookHeaders,
  type WebhookVerification,
} from './verify.js';
