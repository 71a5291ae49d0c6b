variable "name" {
  description = "Name of the function and of everything around it."
  type        = string
  default     = "polyport"
}

variable "package_file" {
  description = "Path of the zip file that the guide makes."
  type        = string
}

variable "public_url" {
  description = "URL under which clients reach the server, without /mcp. Leave null until there is one."
  type        = string
  default     = null
}

variable "key_hashes" {
  description = "Name of the SSM parameter with the API keys, a JSON list as npm run hash-key makes it. It holds hashes only."
  type        = string
  default     = "/polyport/api-keys"
}

variable "state_secret_id" {
  description = "Name or ARN of the secret in Secrets Manager whose text is STATE_SECRET."
  type        = string
}

variable "concurrency" {
  description = "Instances that may run at the same time, reserved from the quota of the account; -1 reserves none."
  type        = number
  default     = -1
}

variable "log_days" {
  description = "How long logs, and the audit in them, are kept."
  type        = number
  default     = 30
}
