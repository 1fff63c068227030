package org.roadstead.mach;

/**
 * What a look at the next message tells.
 *
 * @param code {@link MsgReturn#SUCCESS} if there is a message, {@link MsgReturn#RCV_TIMED_OUT} if there is none,
 *     {@link MsgReturn#RCV_INVALID_PORT} if the space cannot receive there
 * @param id the id of the message
 * @param size its size, as {@link Message#size} counts
 * @param sequence the number that it will be given by its port
 */
public record PeekResult(MsgReturn code, int id, long size, long sequence) {}
