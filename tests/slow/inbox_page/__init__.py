"""Tests of the sandbox's page, by area."""
