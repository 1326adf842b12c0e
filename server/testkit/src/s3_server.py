"""An S3 server with the bucket "runs", a key that may do everything in it, and one that may only read. Ends with its stdin."""

import json
import os
import sys

os.environ.update(AWS_ACCESS_KEY_ID="setup", AWS_SECRET_ACCESS_KEY="setup", AWS_DEFAULT_REGION="us-east-1")

import boto3  # noqa: E402
from moto import settings  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
url = f"http://{host}:{port}"

boto3.client("s3", endpoint_url=url).create_bucket(Bucket="runs")
iam = boto3.client("iam", endpoint_url=url)


def key(user: str, action: str) -> dict:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    iam.create_user(UserName=user)
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName=user, PolicyName=user, PolicyDocument=policy)
    made = iam.create_access_key(UserName=user)["AccessKey"]
    return {"id": made["AccessKeyId"], "secret": made["SecretAccessKey"]}


keys = {"writer": key("writer", "s3:*"), "reader": key("reader", "s3:GetObject")}
# From here on whoever asks must say who they are.
settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
print(json.dumps({"url": url, **keys}), flush=True)
sys.stdin.read()
