package com.example;

import jakarta.validation.constraints.Max;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

@ConfigurationProperties("pricing")
@Validated
public record Pricing(@Max(90) @DefaultValue("5") int discountPercent) {
}
