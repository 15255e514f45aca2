package dev.skep.manifests;
