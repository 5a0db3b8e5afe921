"""Gitee: https://help.gitee.com/webhook/."""
