terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.28"
    }
  }
}

locals {
  call_timeout_ms = 30000
}

data "aws_ssm_parameter" "key_hashes" {
  name = var.key_hashes
}

data "aws_secretsmanager_secret_version" "state" {
  secret_id = var.state_secret_id
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_days
}

resource "aws_lambda_function" "polyport" {
  function_name                  = var.name
  role                           = aws_iam_role.function.arn
  filename                       = var.package_file
  source_code_hash               = filebase64sha256(var.package_file)
  handler                        = "dist/lambda.streamHandler"
  runtime                        = "nodejs24.x"
  architectures                  = ["arm64"]
  memory_size                    = 1024
  reserved_concurrent_executions = var.concurrency

  # Longer than CALL_TIMEOUT_MS: the call is to end, and not the function.
  timeout = local.call_timeout_ms / 1000 + 10

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  environment {
    variables = merge(
      {
        AUTH            = "api-key"
        API_KEYS        = data.aws_ssm_parameter.key_hashes.value
        STATE_SECRET    = data.aws_secretsmanager_secret_version.state.secret_string
        CALL_TIMEOUT_MS = tostring(local.call_timeout_ms)
        LOG_FORMAT      = "json"
      },
      var.public_url == null ? {} : { PUBLIC_URL = var.public_url }
    )
  }
}

resource "aws_lambda_function_url" "polyport" {
  function_name      = aws_lambda_function.polyport.function_name
  authorization_type = "NONE"
  invoke_mode        = "RESPONSE_STREAM"
}

resource "aws_lambda_permission" "url" {
  statement_id           = "url"
  action                 = "lambda:InvokeFunctionUrl"
  function_name          = aws_lambda_function.polyport.function_name
  principal              = "*"
  function_url_auth_type = "NONE"
}

resource "aws_lambda_permission" "through_url" {
  statement_id             = "through-url"
  action                   = "lambda:InvokeFunction"
  function_name            = aws_lambda_function.polyport.function_name
  principal                = "*"
  invoked_via_function_url = true
}

output "endpoint" {
  description = "The MCP endpoint."
  value       = "${aws_lambda_function_url.polyport.function_url}mcp"
}
